# The fused attention over cells, built as the fused LSTM is.
set(attention ${CMAKE_CURRENT_LIST_DIR})
target_sources(tributary_lstm_kernels PRIVATE ${attention}/portable.cpp ${attention}/avx2.cpp ${attention}/avx512.cpp)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set_source_files_properties(${attention}/avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
    set_source_files_properties(${attention}/avx512.cpp PROPERTIES COMPILE_OPTIONS "-mavx512f;-mavx512dq;-mavx512vl;-mfma")
endif()
target_sources(tributary_torch PRIVATE ${attention}/attention.cpp)
