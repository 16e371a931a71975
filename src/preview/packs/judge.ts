import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { PlannedResource } from "../engine/resources.js";
import { decode } from "../engine/values.js";
import { analyzeRequest, analyzeStackRequest, providerOf, remediesOf, violationsOf } from "./analysis.js";
import type { Violation } from "./violation.js";

/** Policies that answer Pulumi's analyzer protocol: a pack, or the policy server in this process. */
export interface Analyzer {
  analyze(request: AnalyzeRequest): Promise<AnalyzeResponse>;
  analyzeStack(request: AnalyzeStackRequest): Promise<AnalyzeResponse>;
  remediate(request: AnalyzeRequest): Promise<RemediateResponse>;
}

/** Remediates a resource, which changes its inputs. */
export async function remediate(
  analyzer: Analyzer,
  resource: PlannedResource,
  resources: readonly PlannedResource[],
): Promise<Violation[]> {
  const request = analyzeRequest(resource, providerOf(resource, resources));
  const { properties, violations } = remediesOf(await analyzer.remediate(request), resource);
  if (properties) resource.inputs = decode(properties);
  return violations;
}

/** Judges one resource. */
export async function judgeResource(
  analyzer: Analyzer,
  resource: PlannedResource,
  resources: readonly PlannedResource[],
): Promise<Violation[]> {
  const request = analyzeRequest(resource, providerOf(resource, resources));
  return violationsOf(await analyzer.analyze(request), resource);
}

/** Judges the stack as a whole. */
export async function judgeStack(
  analyzer: Analyzer,
  resources: readonly PlannedResource[],
): Promise<Violation[]> {
  return violationsOf(await analyzer.analyzeStack(analyzeStackRequest(resources)));
}
