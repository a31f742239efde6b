#!/usr/bin/env bash
# Try the installer on Linux, under wine64, around a stand-in program: install, upgrade, refusals, uninstall.
# Debian: apt-get install nsis wine64 wine xvfb xauth gcc-mingw-w64-x86-64. The real program is tried by the release
# workflow on Windows.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEARCH=win64 LANG=C.UTF-8 LC_ALL=C.UTF-8 DISPLAY=:98
export WINEDLLOVERRIDES="mscoree,mshtml=" # no offers to download
Xvfb $DISPLAY -screen 0 1024x768x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'wineserver -k 2>/dev/null || true; kill $server; rm -rf "$work"' EXIT
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)

# a program that stays open until a file appears
cat >"$work/stand-in.c" <<'C'
#include <windows.h>
int main(int n, char **a) { while (n > 1 && GetFileAttributesA(a[1]) == INVALID_FILE_ATTRIBUTES) Sleep(100); return 0; }
C
x86_64-w64-mingw32-gcc -o "$work/stand-in.exe" "$work/stand-in.c"
python3 packaging/build.py --stand-in "$work/stand-in.exe"
setup=$PWD/build/stand-in-setup.exe

pretend() { # to be win7, win10: Debian's wine calls itself Windows 7
    "$wine" winecfg -v "$1"
    wineserver -w
}

"$wine" wineboot --init >/dev/null 2>&1
pretend win10
local_data=$(echo "$WINEPREFIX"/drive_c/users/*/AppData/Local)
place="$local_data/Programs/CCHC Desktop"
link=$(dirname "$local_data")/Roaming/Microsoft/Windows/"Start Menu/Programs/CCHC Desktop.lnk"
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\CCHC Desktop'

fail() { echo "FAILED: $*" >&2; exit 1; }
is_there() { for file; do [ -e "$file" ] || fail "$file is missing"; done; }
is_gone() { for file; do [ ! -e "$file" ] || fail "$file is still there"; done; }
run() { # EXPECTED_CODE PROGRAM ARGS…
    local expected=$1 code=0
    shift
    timeout 120 "$wine" "$@" || code=$?
    wineserver -w
    [ $code = "$expected" ] || fail "$* gave $code, not $expected"
}

echo "install, silently, as a plain user"
mkdir -p "$local_data/CCHC"
echo data >"$local_data/CCHC/cchc.db"
run 0 "$setup" /S
is_there "$place/cchc.exe" "$place/cchc-desktop.exe" "$place/_internal/cchc_desktop/đọc.txt" "$place/go-bo.exe" "$link"
"$wine" reg query "$key" /v DisplayVersion | grep -q REG_SZ || fail "no entry in the list of programs"

echo "upgrade: stale libraries go, data stay"
touch "$place/_internal/old.dll"
run 0 "$setup" /S
is_gone "$place/_internal/old.dll"
is_there "$place/cchc.exe" "$local_data/CCHC/cchc.db"

echo "refused while the program runs"
"$wine" "$place/cchc-desktop.exe" "$(winepath -w "$work/stop")" &
sleep 3
code=0
timeout 60 "$wine" "$setup" /S || code=$?
touch "$work/stop"
wineserver -w
[ $code = 2 ] || fail "an installation over the running program gave $code"
is_there "$place/_internal/cchc_desktop/đọc.txt"

echo "refused into the folder of the data"
run 2 "$setup" /S "/D=$(winepath -w "$local_data/CCHC")"
is_gone "$local_data/CCHC/cchc.exe"

echo "uninstall: data stay, and whatever else lies in the folder"
touch "$place/của người khác.txt"
run 0 "$place/go-bo.exe" /S
is_gone "$place/cchc.exe" "$place/cchc-desktop.exe" "$place/_internal" "$link"
is_there "$local_data/CCHC/cchc.db" "$place/của người khác.txt"
! "$wine" reg query "$key" >/dev/null 2>&1 || fail "the entry in the list of programs is left"

echo "a folder with Vietnamese letters"
run 0 "$setup" /S /D=C:\\Nguyễn Đức\\Cải cách # in parts: wine would put quotes around a word with a blank
is_there "$WINEPREFIX/drive_c/Nguyễn Đức/Cải cách/_internal/cchc_desktop/đọc.txt"
run 0 "$WINEPREFIX/drive_c/Nguyễn Đức/Cải cách/go-bo.exe" /S

echo "refused on Windows 7, before anything is copied"
pretend win7
run 2 "$setup" /S '/D=C:\bay'
is_gone "$WINEPREFIX/drive_c/bay"

echo "The installer does what it should."
