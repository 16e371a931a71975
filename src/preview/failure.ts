/** Something that stops a command, told to the user as it is: one or a few lines, no stack. */
export class Failure extends Error {
  /** `code` becomes the exit code: 1 for what is refused or has failed, 2 for wrong use of the command. */
  constructor(
    message: string,
    readonly code: 1 | 2 = 1,
  ) {
    super(message);
    this.name = "Failure";
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A command line that cannot be understood. */
export function wrongUse(message: string): Failure {
  return new Failure(`${message}\n--help shows how to use it`, 2);
}
