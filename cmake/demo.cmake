# SPDX-License-Identifier: MIT
# `cmake --workflow --preset demo`: the main job on real input. To show more, append a COMMAND.
set(commands)
if(TARGET solidarity_cli)
  list(APPEND commands COMMAND solidarity_cli schedule examples/weekly_circle.json)
endif()
if(TARGET solidarity_vectors) # published schedules and worked examples, priced and compared
  list(APPEND commands COMMAND solidarity_vectors)
endif()
if(NOT commands)
  set(commands COMMAND ${CMAKE_COMMAND} -E echo "demo: neither the program nor the vectors report is built here")
endif()
add_custom_target(demo ${commands} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL VERBATIM)
