import type { CanaryMethodName } from "../../contract/outputs.js";
import { hold } from "./hold.js";
import type { CanaryMethod } from "./method.js";
import { replicas } from "./replicas.js";
import { route } from "./route.js";

/** The methods by the value of `method`. */
export const METHODS: Readonly<Record<CanaryMethodName, CanaryMethod>> = {
  replicas,
  hold,
  route,
};

/** The method that is used where `method` is left out. */
export const DEFAULT_METHOD: CanaryMethodName = "replicas";
