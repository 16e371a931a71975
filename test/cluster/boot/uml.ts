import { join } from "node:path";

/** A kernel in user mode. */
export interface Uml {
  /** The path of the bash script that it runs after its boot. */
  readonly script: string;
  /** The environment of the script. The values contain no spaces. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its network devices vec0, vec1, …: the taps that they are connected to. */
  readonly taps: readonly string[];
}

const INIT = join(import.meta.dirname, "uml-init.sh");

/**
 * The command line that boots a kernel in user mode with this machine's files. The kernel runs the guest's processes as
 * processes of this machine, which a SIGKILL of the kernel leaves behind: they get a PID namespace, which ends with it.
 */
export function umlCommand({ script, environment, taps }: Uml): string[] {
  return [
    ...["taskset", "--cpu-list", "0"], // on one processor its system calls take a third of the time
    ...["unshare", "--pid", "--fork", "--kill-child=KILL"],
    ...["linux.uml", "mem=1G", "root=/dev/root", "rootfstype=hostfs", "rw", "hostfs=/", `init=${INIT}`],
    ...["con=null", "con0=fd:0,fd:1", "quiet", "ipv6.disable=1"],
    ...taps.map((tap, index) => `vec${index}:transport=tap,ifname=${tap},depth=64,gro=1`),
    ...assignments({ ...environment, THEN: script }),
  ];
}

/** Words that set these variables, for `env` or a kernel. */
export function assignments(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
