# SPDX-License-Identifier: MIT
# Install rules: the libraries, the program, the CMake package, pkg-config files, a Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/solidarity)

set(targets solidarity)
if(TARGET solidarity_io)
  list(APPEND targets solidarity_io)
endif()
install(TARGETS ${targets} EXPORT solidarityTargets FILE_SET HEADERS)
if(TARGET solidarity_cli)
  file(RELATIVE_PATH to_lib /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
  set_target_properties(solidarity_cli PROPERTIES INSTALL_RPATH $ORIGIN/${to_lib}) # for shared builds
  install(TARGETS solidarity_cli)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# find_package(solidarity 0.1): before 1.0 a minor version may break, a patch never does.
install(EXPORT solidarityTargets NAMESPACE solidarity:: DESTINATION ${package_dir})
configure_package_config_file(cmake/solidarityConfig.cmake.in solidarityConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(solidarityConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/solidarityConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/solidarityConfigVersion.cmake
  DESTINATION ${package_dir})

# pkg-config: the prefix is found from where the .pc file lies, so an installed tree may be moved.
function(solidarity_pc name library description requires)
  file(RELATIVE_PATH to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  string(REGEX REPLACE "/$" "" to_prefix "${to_prefix}")
  configure_file(cmake/solidarity.pc.in ${name}.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()
solidarity_pc(solidarity solidarity "${PROJECT_DESCRIPTION}" "fmt >= 9")
if(TARGET solidarity_io)
  solidarity_pc(solidarity-io solidarity_io "JSON and CSV for solidarity" "solidarity = ${PROJECT_VERSION}")
endif()

if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_NAME libsolidarity-dev)
  set(CPACK_PACKAGE_CONTACT "the solidarity authors <solidarity@localhost>")
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libfmt-dev (>= 9)") # by hand: static libraries show no dependency
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
  include(CPack)
endif()
