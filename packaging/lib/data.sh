# shellcheck shell=bash disable=SC2034,SC2154 # sourced by bin/procdeck: shares its variables
# The server's account, the data directory and who owns what in it.

ensure_account() {
    id -u "$account" >/dev/null 2>&1 || create_account
    server_uid=$(id -u "$account") || fail "the system account $account could not be made"
    server_gid=$(id -g "$account")
    [ "$server_uid" != 0 ] || fail "the account $account is root: the server must not be"
}

# Two programs that start at once may both try; the check of ensure_account decides.
create_account() {
    if command -v useradd >/dev/null; then
        getent group "$account" >/dev/null || groupadd --system "$account"
        useradd --system --gid "$account" --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin \
            --comment "Procdeck server" "$account"
    else
        addgroup -S "$account"
        adduser -S -D -H -h /nonexistent -s /sbin/nologin -G "$account" "$account"
    fi >&2
}

# Runs a command as the server's account, with no capabilities and no way to get any.
as_server() {
    setpriv "${drop[@]}" "${clean[@]}" "$@"
}

default_data() {
    if is_root; then
        echo "$system_data"
        return
    fi
    local home=${HOME:-$(getent passwd "$EUID" | cut -d : -f 6)}
    echo "${XDG_STATE_HOME:-$home/.local/state}/procdeck"
}

# Fails unless nobody but root can put something else where $1 is: root's journal is going to be in it.
# Directories that others may write are only fine above it, and only when sticky.
check_ownership() {
    local path=$1 owner mode
    while :; do
        read -r owner mode < <(stat -c '%u %a' "$path") || fail "$path cannot be read"
        [ "$owner" = 0 ] || fail "the data directory must be root's, and $path belongs to user $owner"
        if (((8#$mode & 8#022) != 0)) && { [ "$path" = "$1" ] || (((8#$mode & 8#1000) == 0)); }; then
            fail "the data directory must not be in reach of others, and $path can be written by them (mode $mode)"
        fi
        [ "$path" != / ] || return 0
        path=$(dirname "$path")
    done
}

# Makes the data directory: agent/ for the agent alone, server/ for the server alone, run/ with the socket between them.
ensure_layout() {
    command -v setpriv >/dev/null || fail "setpriv (package util-linux) is needed to start both halves with the right rights"
    data=$(realpath -m "$data")
    mkdir -p "$data" 2>/dev/null || fail "the data directory $data cannot be made; name another with --data-dir"
    if is_root; then
        ensure_account
        check_ownership "$data"
        drop=("--reuid=$server_uid" "--regid=$server_gid" --clear-groups --no-new-privs --bounding-set=-all
            --inh-caps=-all --ambient-caps=-all)
        HOME=/nonexistent USER=$account LOGNAME=$account keep_environment
        install -d -m 0700 "$data/agent"
        install -d -m 0750 -g "$server_gid" "$data/run"
        install -d -m 0700 -o "$server_uid" -g "$server_gid" "$data/server"
        as_server true || fail "the server could not be started without rights (setpriv failed), and does not run with them"
        as_server mkdir -p "$data/server/tmp" ||
            fail "the user $account cannot reach $data/server; name another data directory with --data-dir"
    else
        server_uid=$EUID server_gid=$(id -g)
        (umask 077 && mkdir -p "$data"/{agent,run,server/tmp}) ||
            fail "$data cannot be written; name another data directory with --data-dir"
    fi
    socket=$data/run/agent.sock
    [ ${#socket} -le 100 ] || fail "the path of the data directory is too long for a socket: $data"
}

# The tree the server runs from: this one, or a copy in the data directory when the server's account cannot read it,
# as with a checkout under /root. Prints its path.
server_tree() {
    local files=("$program"/lib/server/*.jar) copy hash
    [ ! -e "$program/aot/server.aot" ] || files+=("$program"/aot/{server.aot,release})
    if ! is_root || as_server bash -c 'for file; do [ -r "$file" ] || exit 1; done' bash "${files[@]}"; then
        echo "$program"
        return
    fi
    hash=$(stat -c '%n %s %Y' "${files[@]}" | sha256sum | cut -c 1-16)
    copy=$data/program/$hash
    if [ ! -d "$copy" ]; then
        rm -rf "$copy.new" && mkdir -p "$copy.new/lib/server" "$copy.new/aot" &&
            cp -p "$program"/lib/server/*.jar "$copy.new/lib/server/" &&
            { [ ! -e "$program/aot/server.aot" ] || cp -p "$program"/aot/{server.aot,release} "$copy.new/aot/"; } &&
            chown -R root:root "$copy.new" && chmod -R u=rwX,go=rX "$copy.new" && mv "$copy.new" "$copy" || return 1
    fi
    echo "$copy"
}
