package dev.procdeck.host.supervisord;

/// The methods we call, and no others (supervisord's own lesson: CVE-2017-11610 was a method name
/// taken apart at its dots).
enum RpcMethod {
    LIST("supervisor.getAllProcessInfo"),
    INFO("supervisor.getProcessInfo"),
    START("supervisor.startProcess"),
    STOP("supervisor.stopProcess"),
    READ_STDOUT("supervisor.readProcessStdoutLog"),
    READ_STDERR("supervisor.readProcessStderrLog"),
    TAIL_STDOUT("supervisor.tailProcessStdoutLog"),
    TAIL_STDERR("supervisor.tailProcessStderrLog");

    private final String wireName;

    RpcMethod(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
