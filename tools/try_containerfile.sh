#!/usr/bin/env bash
# Try deploy/Containerfile without a container engine: run its steps in a fresh Debian, as root on Debian.
#
#   tools/try_containerfile.sh [FOLDER]      (default: a temporary folder, removed afterwards)
#
# FROM is a debootstrap, RUN a chroot, COPY a copy; CMD is started as the user of the file, without capabilities, on a
# read-only tree with a writable data folder, and must answer on /healthz. Layers, the volume and the health check of an
# engine are not tried.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${1:-$(mktemp -d)}
[ "${1:-}" ] || trap 'umount -l "$root/proc" "$root/dev" 2>/dev/null; rm -rf --one-file-system "$root"' EXIT
compgen -G "dist/*.whl" >/dev/null || .venv/bin/python -m build --wheel --no-isolation >/dev/null

[ -e "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >/dev/null
mount --bind /proc "$root/proc" && mount --rbind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf"
for file in /etc/pip.conf /etc/apt/apt.conf.d/*proxy*; do [ -e "$file" ] && cp --parents "$file" "$root"; done
user=root
declare -a set_env=()
while read -r word rest; do
    case $word in
        RUN)
            echo "RUN ${rest:0:70}"
            # It trusts whom this machine trusts.
            mkdir -p "$root/etc/ssl/certs" && cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
            chroot "$root" /usr/bin/env "${set_env[@]}" bash -ec "$rest" >/dev/null
            ;;
        COPY) echo "COPY $rest" && cp -rT "${rest%% *}" "$root${rest##* }" ;;
        ENV) read -ra set_env <<<"$rest" ;;
        USER) user=$rest ;;
        CMD) start=$(.venv/bin/python -c 'import json, shlex, sys; print(shlex.join(json.loads(sys.argv[1])))' "$rest") ;;
    esac
done < <(grep -vE '^ *(#|$)' deploy/Containerfile)

echo "CMD $start"
port=8765
# What `--read-only --cap-drop=all --security-opt=no-new-privileges --tmpfs /tmp` does.
unshare --mount bash -ec "
    mount --bind '$root' '$root' && mount -o remount,bind,ro '$root'
    mount --bind '$root/var/lib/belisha' '$root/var/lib/belisha' && mount -o remount,bind,rw '$root/var/lib/belisha'
    mount -t tmpfs tmpfs '$root/tmp'
    exec chroot '$root' setpriv --reuid=$user --regid=$user --clear-groups --no-new-privs --bounding-set=-all \
        env -i PATH=/usr/bin:/bin HOME=/var/lib/belisha ${set_env[*]} ${start/8000/$port}" &
running=$!
for _ in $(seq 120); do
    # 503 until it has swept: it answers, and its database does.
    code=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/account/sign-in/" || true)
    [ "$code" = 200 ] && break
    sleep 1
done
kill $running && wait $running || true
ls -l "$root/var/lib/belisha" | sed 's/^/  /'
[ "$code" = 200 ] && echo "it answers"
