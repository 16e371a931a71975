import type { Verdict, Window } from "./counts.js";
import { GoodEvidence } from "./good.js";
import type { CheckedOptions } from "./options.js";
import { WorseEvidence } from "./worse.js";

/** Both kinds of evidence, and the verdict at the first window at which one of them is enough. */
export class Judge {
  readonly worse: WorseEvidence;
  readonly good: GoodEvidence;
  readonly #logFail: number;
  readonly #logPass: number;
  #verdict: Exclude<Verdict, "error"> = "undecided";

  constructor(options: CheckedOptions) {
    this.worse = new WorseEvidence(options);
    this.good = new GoodEvidence(options);
    this.#logFail = Math.log(1 / options.falseAlarm);
    this.#logPass = Math.log(1 / options.miss);
  }

  add(window: Window): void {
    this.worse.add(window);
    this.good.add(window);
    if (this.#verdict === "fail") return;
    if (this.worse.log >= this.#logFail) this.#verdict = "fail";
    else if (this.#verdict !== "pass" && this.good.log >= this.#logPass) this.#verdict = "pass";
  }

  nextStep(): void {
    this.worse.nextStep();
    this.good.nextStep();
    if (this.#verdict === "pass") this.#verdict = "undecided";
  }

  get verdict(): Exclude<Verdict, "error"> {
    return this.#verdict;
  }
}
