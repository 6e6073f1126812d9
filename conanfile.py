# SPDX-License-Identifier: MIT
from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, CMakeDeps, cmake_layout


class Solidarity(ConanFile):
    name = "solidarity"
    version = "0.1.0"
    description = "Group lending: members who borrow together and answer for each other"
    license = "MIT"
    package_type = "library"
    settings = "os", "compiler", "build_type", "arch"
    options = {"shared": [True, False], "fPIC": [True, False], "with_io": [True, False]}
    default_options = {"shared": False, "fPIC": True, "with_io": True}
    implements = ["auto_shared_fpic"]
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"

    def requirements(self):
        self.requires("fmt/[>=9]", transitive_headers=True)
        self.requires("boost/[>=1.74]", options={"header_only": True}, visible=False)
        if self.options.with_io:
            self.requires("nlohmann_json/[>=3.10]", visible=False)

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for option in "CLI", "TESTS", "EXAMPLES":
            toolchain.cache_variables["SOLIDARITY_BUILD_" + option] = False
        toolchain.cache_variables["SOLIDARITY_WITH_IO"] = "ON" if self.options.with_io else "OFF"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "solidarity")
        self.cpp_info.components["core"].set_property("cmake_target_name", "solidarity::solidarity")
        self.cpp_info.components["core"].libs = ["solidarity"]
        self.cpp_info.components["core"].requires = ["fmt::fmt", "boost::headers"]
        if self.options.with_io:
            self.cpp_info.components["io"].set_property("cmake_target_name", "solidarity::io")
            self.cpp_info.components["io"].libs = ["solidarity_io"]
            self.cpp_info.components["io"].requires = ["core", "nlohmann_json::nlohmann_json"]
