# SPDX-License-Identifier: MIT
# Compile through ccache when it is there; a launcher that the user chose stays.
find_program(SOLIDARITY_CCACHE ccache)
mark_as_advanced(SOLIDARITY_CCACHE)
if(SOLIDARITY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Sloppiness: without it no file that uses the precompiled header is ever found again.
  # Base directory: a fresh clone in another folder finds what the last one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SOLIDARITY_CCACHE})
endif()
