#!/bin/sh
# Signs, packs and notarises the bundle that PyInstaller made.
#   sh packaging/macos/build.sh DIST OUT VERSION
# Signing and notarisation are done where these are set, else the step is left out and said:
#   WBC_SIGN_IDENTITY     "Developer ID Application: ..."
#   WBC_NOTARY_PROFILE    a keychain profile made by `xcrun notarytool store-credentials`
set -eu

dist=$1
out=$2
version=$3
here=$(cd "$(dirname "$0")" && pwd)
app="$dist/WBC Desktop.app"
image="$out/wbc-desktop-$version-macos-$(uname -m).dmg"

if [ -n "${WBC_SIGN_IDENTITY:-}" ]; then
    # Inner libraries first, then the bundle: codesign --deep is not for distribution.
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        xargs -0 codesign --force --timestamp --options runtime --sign "$WBC_SIGN_IDENTITY"
    codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
        --sign "$WBC_SIGN_IDENTITY" "$app"
    codesign --verify --strict --verbose=2 "$app"
else
    echo "WBC_SIGN_IDENTITY is not set: the bundle is signed ad hoc, macOS will warn."
    codesign --force --deep --sign - --entitlements "$here/entitlements.plist" "$app"
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "WBC Desktop $version" -srcfolder "$stage" -fs HFS+ -format ULMO -ov "$image"

if [ -n "${WBC_SIGN_IDENTITY:-}" ]; then
    codesign --timestamp --sign "$WBC_SIGN_IDENTITY" "$image"
fi
if [ -n "${WBC_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$WBC_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose "$image"
else
    echo "WBC_NOTARY_PROFILE is not set: not notarised."
fi
