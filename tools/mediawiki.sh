#!/usr/bin/env bash
# A real MediaWiki on loopback, to try the watch list against.
#
#   tools/mediawiki.sh FOLDER PORT                    sets one up in FOLDER (which must not exist), then serves it until it is stopped
#   FOLDER/edit.sh TITLE [COMMENT] < words             writes a page
#   FOLDER/hide.sh TITLE                               hides the text of the page's last but one edit
#
# Needs Debian's `mediawiki`, `php-cli`, `php-sqlite3`, `php-mbstring`, `php-xml` and `php-intl`. MEDIAWIKI names another folder of its files, and PHP
# another interpreter. Nothing leaves this machine.
set -euo pipefail
folder=$1 port=$2
source=${MEDIAWIKI:-/usr/share/mediawiki}
php=${PHP:-php}

say() { echo "mediawiki: $*" >&2; exit 1; }
[ -f "$source/includes/WebStart.php" ] || say "$source holds no MediaWiki; install the Debian package \`mediawiki\`"
[ ! -e "$folder" ] || say "$folder is there already"
served=
finish() { [ -z "$served" ] || kill "$served" 2>/dev/null || true; }
trap finish EXIT
trap 'exit 0' TERM INT

mkdir -p "$folder/data"
cp -rL "$source/." "$folder/" 2>/dev/null || true # a broken link to a setting is no matter
rm -f "$folder/LocalSettings.php"
mkdir -p "$folder/extensions" "$folder/skins" "$folder/images" "$folder/cache"
"$php" "$folder/maintenance/install.php" --dbtype sqlite --dbpath "$folder/data" --dbname wiki --server "http://127.0.0.1:$port" --scriptpath "" \
    --pass "$(head -c 18 /dev/urandom | base64)" --confpath "$folder" Wiki Admin >"$folder/set-up.log" 2>&1 || say "it could not be set up: $(tail -3 "$folder/set-up.log")"

cat >"$folder/edit.sh" <<SH
#!/bin/sh
exec "$php" "$folder/maintenance/edit.php" -s "\${2:-}" "\$1"
SH
cat >"$folder/hide.php" <<'PHP'
<?php
require_once __DIR__ . '/maintenance/Maintenance.php';
class Hide extends Maintenance {
    public function execute() {
        $db = $this->getDB(DB_PRIMARY);
        $page = Title::newFromText($this->getArg(0))->getArticleID();
        $ids = $db->selectFieldValues('revision', 'rev_id', ['rev_page' => $page], __METHOD__, ['ORDER BY' => 'rev_id DESC', 'LIMIT' => 2]);
        $db->update('revision', ['rev_deleted' => 1], ['rev_id' => $ids[1]], __METHOD__);
    }
}
$maintClass = Hide::class;
require_once RUN_MAINTENANCE_IF_MAIN;
PHP
cat >"$folder/hide.sh" <<SH
#!/bin/sh
exec "$php" "$folder/hide.php" "\$1"
SH
chmod +x "$folder/edit.sh" "$folder/hide.sh"

"$php" -q -S "127.0.0.1:$port" -t "$folder" >"$folder/served.log" 2>&1 &
served=$!
for _ in $(seq 50); do
    if "$php" -r "exit(@file_get_contents('http://127.0.0.1:$port/api.php?action=query&format=json') === false ? 1 : 0);"; then
        echo "http://127.0.0.1:$port/"
        break
    fi
    sleep 0.1
done
wait "$served"
