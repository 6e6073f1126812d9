# SPDX-License-Identifier: MIT
# Runs PROGRAM and compares its whole standard output with the file EXPECTED; the exit code must be 0.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE got RESULT_VARIABLE code)
if(NOT code STREQUAL "0")
  message(FATAL_ERROR "${PROGRAM} ended with ${code}")
endif()
if(NOT EXISTS ${EXPECTED})
  message(FATAL_ERROR "${EXPECTED} is missing. If this output is right, keep it there:\n${got}")
endif()
file(READ ${EXPECTED} expected)
if(NOT got STREQUAL expected)
  cmake_path(GET PROGRAM PARENT_PATH folder)
  cmake_path(GET EXPECTED FILENAME name)
  file(WRITE ${folder}/${name}.got "${got}")
  execute_process(COMMAND diff -u ${EXPECTED} ${folder}/${name}.got) # for the reader; the verdict stands without it
  message(FATAL_ERROR "the output differs from ${EXPECTED}")
endif()
