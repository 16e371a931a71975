import { duration, map, type Schema, text } from "./values.js";

/** A URL without credentials, which belong into the environment. */
export function url(description: string): Schema {
  return {
    type: "string",
    pattern: "^https?://[^\\s/@]+(/\\S*)?$",
    errorMessage: "give an address that starts with http:// or https://, without a user and password",
    description,
  };
}

const timeout = duration({
  description: "Longest time. Default: 5m for a job, 1m for a command.",
  examples: ["30s", "10m"],
});

const check = map(
  { description: "One of http, job and command." },
  {
    http: map(
      { description: "Sends GET requests. A redirect is an answer like any other." },
      {
        url: url("The address, such as that of the canary's own Service."),
        expect: {
          type: "integer",
          minimum: 100,
          maximum: 599,
          default: 200,
          errorMessage: "give an HTTP status from 100 to 599",
          description: "The HTTP status that passes.",
        },
        times: {
          type: "integer",
          minimum: 1,
          maximum: 10_000,
          default: 1,
          errorMessage: "give a whole number from 1 to 10000",
          description: "How many requests are sent, one after the other. All must pass.",
        },
        timeout: duration({ description: "Longest time of each request.", default: "10s" }),
      },
      { required: ["url"] },
    ),
    job: text(
      {
        description: "A file with a Job of batch/v1. The Job runs in the cluster and is removed at its end.",
        examples: ["smoke-test.yaml"],
      },
      "give the path of a file with a Kubernetes Job",
    ),
    command: text(
      {
        description: "A shell command in the project's folder. Exit code 0 passes.",
        examples: ["./smoke.sh"],
      },
      "give a shell command",
    ),
    timeout,
  },
  { oneOf: [{ required: ["http"] }, { required: ["job"] }, { required: ["command"] }] },
);

/** The checks before the first connection. */
export const checks: Schema = {
  type: "array",
  title: "Checks",
  description:
    "What must succeed before the new version gets its first connection. Where it has no pods without traffic, the checks run right after the first step.",
  errorMessage: "give a list of checks, such as [{ command: ./smoke.sh }]",
  default: [],
  items: check,
};
