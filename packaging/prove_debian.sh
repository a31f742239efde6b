#!/usr/bin/env bash
# Prove the two commands of the README on a bare Debian 12: only git, python3, python3-pip and python3-venv.
#
#   sudo packaging/prove_debian.sh [WORK_FOLDER]
#
# Makes a root with debootstrap (kept in WORK_FOLDER, so that a second run is quick; it is reset from a copy), clones
# HEAD of this repository into it, and there
#   1. checks that a plain user is told the exact apt line to type,
#   2. opens the window with `python3 dev.py run` on an Xvfb of this machine and photographs it,
#   3. passes `python3 dev.py test`,
#   4. checks that a second start installs nothing.
# Needs debootstrap, xvfb, xdotool and imagemagick here. MIRROR names another Debian mirror. What this machine needs
# to reach its mirrors (resolv.conf, certificates, apt and pip configuration) is copied into the root.
set -euo pipefail

source_folder=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
work=$(realpath -m "${1:-/var/tmp/cchc-prove}")
mirror=${MIRROR:-http://deb.debian.org/debian}
packages=git,python3,python3-pip,python3-venv,ca-certificates
root=$work/root
display=:97

say() { printf '\n== %s\n' "$*"; }
inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DISPLAY="${DISPLAY_INSIDE:-}" \
        PIP_CERT=/etc/ssl/certs/ca-certificates.crt SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
        chroot "$root" "$@"
}
clean_up() {
    [ -n "${server:-}" ] && kill "$server" 2>/dev/null || true
    for place in proc dev/pts dev tmp/.X11-unix; do umount -l "$root/$place" 2>/dev/null || true; done
}
trap clean_up EXIT

mkdir -p "$work"
if [ ! -e "$work/base.tar" ]; then
    say "bare root from $mirror"
    rm -rf "$root"
    debootstrap --variant=minbase --include=$packages bookworm "$root" "$mirror" >"$work/debootstrap.log"
    tar -C "$root" -cf "$work/base.tar" .
fi
clean_up
rm -rf "$root"
mkdir -p "$root"
tar -C "$root" -xf "$work/base.tar"

cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
[ -d /etc/apt/apt.conf.d ] && grep -lE 'Acquire' /etc/apt/apt.conf.d/* 2>/dev/null |
    xargs -r cp -t "$root/etc/apt/apt.conf.d" || true
[ -e /etc/pip.conf ] && cp /etc/pip.conf "$root/etc/pip.conf"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"

say "clone of $(git -C "$source_folder" log -1 --format='%h %s')"
# A bundle, because the root sees no folder of this machine.
git -C "$source_folder" bundle create -q "$root/cchc.bundle" HEAD
inside git -c advice.detachedHead=false clone -q /cchc.bundle "/root/Cải cách"
project="cd '/root/Cải cách'"

say "a plain user is told what to type"
inside git -c advice.detachedHead=false clone -q /cchc.bundle /tmp/plain
inside chown -R nobody /tmp/plain
code=0
inside su nobody -s /bin/bash -c "cd /tmp/plain && DISPLAY=:0 python3 dev.py run" || code=$?
[ "$code" = 1 ] || { echo "expected exit code 1, got $code"; exit 1; }

say "python3 dev.py run"
Xvfb $display -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
sleep 1
start=$SECONDS
DISPLAY_INSIDE=$display inside bash -c "$project && exec python3 dev.py run" &
window=
until [ -n "$window" ] || [ $((SECONDS - start)) -gt 600 ]; do
    sleep 1
    jobs -r | grep -q inside || { echo "it ended before a window came"; exit 1; }
    window=$(DISPLAY=$display xdotool search --onlyvisible --name CCHC 2>/dev/null | head -1 || true)
done
[ -n "$window" ] || { echo "no window after 10 minutes"; exit 1; }
sleep 3
DISPLAY=$display import -window root "$work/window.png"
echo "window $window open after $((SECONDS - start)) s, see $work/window.png"
kill "$(DISPLAY=$display xdotool getwindowpid "$window")" # without a window manager nobody can ask it to close
wait %2 || true

say "python3 dev.py test"
start=$SECONDS
inside bash -c "$project && ./.ci/run"
echo "took $((SECONDS - start)) s"

say "a second start installs nothing"
answer=$(inside bash -c "$project && python3 dev.py run --help")
! grep -qi installing <<<"$answer" || { echo "$answer"; exit 1; }

say "proven"
