# The fused depthwise ConvLSTM, built as the fused LSTM is.
set(convlstm ${CMAKE_CURRENT_LIST_DIR})
target_sources(tributary_lstm_kernels PRIVATE ${convlstm}/portable.cpp ${convlstm}/avx2.cpp ${convlstm}/avx512.cpp)
target_include_directories(tributary_lstm_kernels PRIVATE ${convlstm}/..)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set_source_files_properties(${convlstm}/avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
    set_source_files_properties(${convlstm}/avx512.cpp PROPERTIES COMPILE_OPTIONS "-mavx512f;-mavx512dq;-mavx512vl;-mfma")
endif()
target_sources(tributary_torch PRIVATE ${convlstm}/layer.cpp)
