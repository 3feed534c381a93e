# shellcheck shell=bash disable=SC2034,SC2154 # sourced by bin/procdeck: shares its variables
# Which Java runs a half, with which options, jars and environment.

# Fills `java` with the command line up to and including the main class of one half ("agent" or "server") at $2.
java_command() {
    local half=$1 tree=$2 main options heap jars
    jars=$(class_path "$tree/lib/$half") || exit 1
    # Java would look for free monitors four times a second: half of what an idle server costs.
    # A small heap: left alone, Java begins with a share of the machine's memory and keeps it. Both halves give back what a peak took
    # (HeapKeeper), without gaps between what lives. The server's code cache never grows so far that sweeping it would cost a collection
    # of everything, as it would at each start.
    case $half in
    agent) main=dev.procdeck.agent.AgentMain options=${PROCDECK_AGENT_OPTIONS:-}
        heap=(-Xms8m -Xmx256m)
        ;;
    server) main=dev.procdeck.server.ServerMain options=${PROCDECK_SERVER_OPTIONS:-}
        heap=(-Xms24m -Xmn8m -Xmx128m -XX:ReservedCodeCacheSize=32m -XX:SweeperThreshold=100 -XX:TrimNativeHeapInterval=30000)
        ;;
    esac
    heap+=(-XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:MarkSweepDeadRatio=0)
    # The AOT cache would also hold what its training learned for the compiler that is not used here: 3 MB.
    java=("$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders "${heap[@]}" -XX:+ExitOnOutOfMemoryError
        -XX:+UnlockDiagnosticVMOptions -XX:AsyncDeflationInterval=2000 -XX:-AOTRecordTraining -XX:-AOTReplayTraining
        -XX:-UsePerfData -XX:+DisableAttachMechanism --enable-native-access=ALL-UNNAMED '-Djdk.serialFilter=!*')
    # The agent's only library logs through SLF4J, which would complain at each start that nobody listens.
    [ "$half" = server ] || java+=(-Dslf4j.internal.verbosity=ERROR)
    # A cache made by another build of Java is of no use to this one. One that does not fit (jars copied without their times) is left alone
    # without a word: the program starts slower, and nothing else.
    if [ -r "$tree/aot/$half.aot" ] && cmp -s "$tree/aot/release" "$java_home/release"; then
        java+=("-XX:AOTCache=$tree/aot/$half.aot" "-Xlog:aot*=off,cds*=off")
    fi
    # shellcheck disable=SC2206 # the options are words
    java+=($options -cp "$jars" "$main")
}

# The jars in a fixed order: the AOT cache holds for one class path only.
class_path() {
    local jars=("$1"/*.jar)
    [ -e "${jars[0]}" ] || fail "$1 holds no jars; build the program with \"make dist\""
    local IFS=:
    echo "${jars[*]}"
}

# What a half keeps of the environment: nothing that changes how Java or the loader work.
keep_environment() {
    # One malloc arena for each thread that ever allocates would keep megabytes that nobody uses.
    clean=(env -i "PATH=$PATH" "LC_ALL=$LC_ALL" MALLOC_ARENA_MAX=2)
    local name
    for name in HOME USER LOGNAME TZ XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS "$@"; do
        [ -z "${!name:-}" ] || clean+=("$name=${!name}")
    done
}

find_java() {
    java_home=$("$program/bin/find-java") || exit 1
    if is_root; then
        as_server test -x "$java_home/bin/java" || fail "the user $account cannot run $java_home/bin/java"
    fi
}
