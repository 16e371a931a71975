/** An error that ends a command. The user sees its message alone: one or a few lines, no stack trace. */
export class Failure extends Error {
  /** `code` is the exit code: 1 for a refusal or a failure, 2 for wrong use of the command. */
  constructor(
    message: string,
    readonly code: 1 | 2 = 1,
  ) {
    super(message);
    this.name = "Failure";
  }
}

/** The message of a thrown value, which may not be an Error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True for an error of the operating system, such as a file that cannot be written. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** The failure of a wrong command line. */
export function wrongUse(message: string): Failure {
  return new Failure(`${message}\n--help shows how to use it`, 2);
}
