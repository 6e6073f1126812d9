# SPDX-License-Identifier: MIT
# Builds and runs a host of the library: CONSUMER is find_package, pkg_config or add_subdirectory.
# Installed packages are moved before use: nothing in them may remember where they were built.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT code STREQUAL "0")
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${out}")
  endif()
  set(output "${out}" PARENT_SCOPE)
endfunction()

function(build_with_cmake source)
  run(${CMAKE_COMMAND} -S ${source} -B ${WORK}/build -G Ninja -D CMAKE_CXX_COMPILER=${COMPILER}
      "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" ${ARGN})
  run(${CMAKE_COMMAND} --build ${WORK}/build --parallel 1)
endfunction()

if(LAUNCHER) # so that the library, built again as a subdirectory, comes out of the cache
  set(ENV{CCACHE_BASEDIR} ${ROOT})
  set(ENV{CCACHE_NOHASHDIR} 1)
else()
  set(LAUNCHER "") # not "...-NOTFOUND"
endif()
file(REMOVE_RECURSE ${WORK})
set(here ${CMAKE_CURRENT_LIST_DIR})
if(CONSUMER STREQUAL "add_subdirectory")
  build_with_cmake(${here}/add_subdirectory -D SOLIDARITY_ROOT=${ROOT} -D SOLIDARITY_WITH_IO=OFF)
else()
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
  file(RENAME ${WORK}/first ${WORK}/moved)
endif()

if(CONSUMER STREQUAL "find_package")
  build_with_cmake(${here}/find_package -D CMAKE_PREFIX_PATH=${WORK}/moved -D EXPECT_PREFIX=${WORK}/moved)
elseif(CONSUMER STREQUAL "pkg_config")
  find_program(PKG_CONFIG NAMES pkg-config pkgconf)
  if(NOT PKG_CONFIG)
    message("SKIPPED: no pkg-config here")
    return()
  endif()
  file(GLOB_RECURSE pc ${WORK}/moved/*/solidarity.pc)
  cmake_path(GET pc PARENT_PATH folder)
  run(${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${folder} ${PKG_CONFIG} --cflags --libs --static solidarity)
  if(NOT output MATCHES "^-I${WORK}/moved/")
    message(FATAL_ERROR "solidarity.pc does not follow its folder: ${output}")
  endif()
  separate_arguments(libraries UNIX_COMMAND "${output}")
  separate_arguments(flags UNIX_COMMAND "${FLAGS}")
  file(MAKE_DIRECTORY ${WORK}/build)
  run(${COMPILER} -std=c++20 ${flags} ${here}/main.cpp ${libraries} -o ${WORK}/build/consumer)
endif()

run(${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${WORK}/moved/lib ${WORK}/build/consumer)
if(NOT output MATCHES "(^|\n)${VERSION}\n")
  message(FATAL_ERROR "expected the version ${VERSION}, got:\n${output}")
endif()
