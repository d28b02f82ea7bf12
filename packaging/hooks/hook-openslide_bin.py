"""openslide_bin loads its shared library by path, which PyInstaller cannot see."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

binaries = collect_dynamic_libs("openslide_bin")
datas = collect_data_files("openslide_bin")
