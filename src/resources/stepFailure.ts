/** What a component knows about the step of a resource, for the message when the step fails. Plain data. */
export interface StepFailure {
  /** Names of the Deployments whose pods the step waits for. */
  readonly deployments: readonly string[];
  /** Name of the Service whose clients the release must not lose. */
  readonly service: string;
  /** The sides or colors whose pods the Service may select. */
  readonly sides: readonly StepSide[];
  /** What the cluster's Service does not show about where connections go. One sentence. */
  readonly traffic?: string;
  /** How to go on. Sentences. */
  readonly remedies: readonly string[];
  /** How to go on if some of the pods are ready. One sentence. */
  readonly partlyReady?: string;
  /** How to go back, whatever serves. One sentence. */
  readonly wayBack?: string;
}

/** A side or a color of a release. */
export interface StepSide {
  /** `stable`, `blue`. */
  readonly name: string;
  /** Labels that all its pods have, of whatever version. */
  readonly selector: Readonly<Record<string, string>>;
  /** How to go back if the Service sends all connections to this side, instead of `wayBack`. */
  readonly wayBack?: string;
}
