# The fused LSTM. Each SIMD level is a unit with flags of its own; which one runs is chosen when the program does.
find_package(OpenMP COMPONENTS CXX)
set(lstm ${CMAKE_CURRENT_LIST_DIR})

add_library(tributary_lstm_kernels OBJECT ${lstm}/portable.cpp ${lstm}/avx2.cpp ${lstm}/avx512.cpp)
set_target_properties(tributary_lstm_kernels PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden)
target_compile_options(tributary_lstm_kernels PRIVATE -O3 -Wall -ffp-contract=fast -fno-math-errno -fno-trapping-math -Wno-ignored-attributes
    -Wno-psabi -Wno-unknown-pragmas)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Its own AVX-512 header reads an undefined vector on purpose.
    target_compile_options(tributary_lstm_kernels PRIVATE -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set_source_files_properties(${lstm}/avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
    set_source_files_properties(${lstm}/avx512.cpp PROPERTIES COMPILE_OPTIONS "-mavx512f;-mavx512dq;-mavx512vl;-mfma")
endif()

target_sources(tributary_torch PRIVATE ${lstm}/abi.cpp ${lstm}/function.cpp ${lstm}/layer.cpp ${lstm}/packing.cpp ${lstm}/simd.cpp
    $<TARGET_OBJECTS:tributary_lstm_kernels>)
target_include_directories(tributary_torch PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
# at::parallel_for is inline and runs on one thread where it is compiled without OpenMP.
if(OpenMP_CXX_FOUND)
    target_link_libraries(tributary_torch PRIVATE OpenMP::OpenMP_CXX)
endif()
