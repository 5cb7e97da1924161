#!/usr/bin/env bash
# A real WordPress on loopback, to try the check of a school's website against.
#
#   tools/wordpress.sh FOLDER PORT        sets one up in FOLDER (which must not exist), then serves it until it is stopped
#   php FOLDER/put.php SLUG [raw] < page.html   puts a page on it, as an author whose HTML is filtered, or (raw) as the
#                                         administrator, who may post any; prints its address
#   php FOLDER/attach.php FILE            uploads a document; prints its address
#   php FOLDER/password.php USER [ROLE]   makes an application password of `office` or another user, given ROLE; prints it
#   php FOLDER/posts.php                  prints every post with its state, words and pictures, as JSON
#
# Needs Debian's `wordpress`, `wordpress-theme-twentytwentythree`, `php-cli` and `php-mysql`, and a MariaDB in which MARIADB_USER (root) may make a
# database; the database is named after the port and dropped when the server stops. Nothing leaves this machine.
set -euo pipefail
folder=$1 port=$2
source=${WORDPRESS:-/usr/share/wordpress}
user=${MARIADB_USER:-root} password=${MARIADB_PASSWORD:-} host=${MARIADB_HOST:-127.0.0.1}
database=belisha_wordpress_$port

say() { echo "wordpress: $*" >&2; exit 1; }
[ -f "$source/wp-settings.php" ] || say "$source holds no WordPress; install the Debian package \`wordpress\`"
command -v php >/dev/null || say "there is no php; install \`php-cli\` and \`php-mysql\`"
[ ! -e "$folder" ] || say "$folder is there already"

mysql_() { MYSQL_PWD=$password mariadb --host="$host" --user="$user" "$@"; }
mysql_ -e "DROP DATABASE IF EXISTS $database; CREATE DATABASE $database" || say "MariaDB cannot be used"
served=
finish() { [ -z "$served" ] || kill "$served" 2>/dev/null || true; mysql_ -e "DROP DATABASE IF EXISTS $database"; }
trap finish EXIT
trap 'exit 0' TERM INT

mkdir -p "$folder"
cp -rL "$source/." "$folder/" 2>/dev/null || true # a broken link to a font is no matter
mkdir -p "$folder/wp-content/uploads"

cat >"$folder/wp-config.php" <<PHP
<?php
define('DB_NAME', '$database');
define('DB_USER', '$user');
define('DB_PASSWORD', '$password');
define('DB_HOST', '$host');
define('DB_CHARSET', 'utf8mb4');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as \$key) {
    define(\$key, hash('sha256', \$key . '$database'));
}
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_ENVIRONMENT_TYPE', 'local'); // else there are no application passwords over http
define('WP_SITEURL', 'http://127.0.0.1:$port');
define('WP_HOME', 'http://127.0.0.1:$port');
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP

cat >"$folder/set-up.php" <<'PHP'
<?php
define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification() {}
wp_install('A school', 'head', 'head@school.example', true, '', wp_generate_password(24));
$author = wp_insert_user(['user_login' => 'office', 'user_pass' => wp_generate_password(24), 'role' => 'author']);
if (is_wp_error($author)) { fwrite(STDERR, $author->get_error_message()); exit(1); }
PHP

cat >"$folder/put.php" <<'PHP'
<?php
require __DIR__ . '/wp-load.php';
wp_set_current_user(get_user_by('login', ($argv[2] ?? '') === 'raw' ? 'head' : 'office')->ID);
kses_init(); // what somebody without the right to raw HTML posts is filtered
$slug = $argv[1];
$old = get_page_by_path($slug);
$page = ['post_type' => 'page', 'post_status' => 'publish', 'post_name' => $slug, 'post_title' => 'Policies',
         'post_content' => wp_slash(stream_get_contents(STDIN))] + ($old ? ['ID' => $old->ID] : []);
$id = wp_insert_post($page, true);
if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message()); exit(1); }
echo home_url("/?page_id=$id");
PHP

cat >"$folder/attach.php" <<'PHP'
<?php
require __DIR__ . '/wp-load.php';
$done = wp_upload_bits(basename($argv[1]), null, file_get_contents($argv[1]));
if ($done['error']) { fwrite(STDERR, $done['error']); exit(1); }
echo $done['url'];
PHP

cat >"$folder/password.php" <<'PHP'
<?php
require __DIR__ . '/wp-load.php';
$user = get_user_by('login', $argv[1]);
if (!$user) $user = get_user_by('id', wp_insert_user(['user_login' => $argv[1], 'user_pass' => wp_generate_password(24)]));
if (isset($argv[2])) $user->set_role($argv[2]);
$made = WP_Application_Passwords::create_new_application_password($user->ID, ['name' => wp_generate_uuid4()]);
if (is_wp_error($made)) { fwrite(STDERR, $made->get_error_message()); exit(1); }
echo $made[0];
PHP

cat >"$folder/posts.php" <<'PHP'
<?php
require __DIR__ . '/wp-load.php';
$found = [];
foreach (get_posts(['post_type' => ['post', 'attachment'], 'post_status' => 'any,trash,inherit', 'numberposts' => -1]) as $post) {
    if ($post->post_name === 'hello-world') continue;
    $found[] = ['id' => $post->ID, 'type' => $post->post_type, 'status' => $post->post_status, 'slug' => $post->post_name,
                'title' => $post->post_title, 'content' => $post->post_content, 'caption' => $post->post_excerpt,
                'alt' => get_post_meta($post->ID, '_wp_attachment_image_alt', true), 'file' => get_attached_file($post->ID)];
}
echo json_encode($found);
PHP

php "$folder/set-up.php" >/dev/null || say "WordPress could not be set up"
php -q -S "127.0.0.1:$port" -t "$folder" >"$folder/served.log" 2>&1 &
served=$!
for _ in $(seq 50); do
    if php -r "exit(@file_get_contents('http://127.0.0.1:$port/') === false ? 1 : 0);"; then
        echo "http://127.0.0.1:$port/"
        break
    fi
    sleep 0.1
done
wait "$served"
