import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCluster } from "../../../../src/cluster/open.js";
import type { ClusterReader } from "../../../../src/cluster/reader.js";
import type { Side } from "../../../../src/release/driver/ports.js";
import { openPods } from "../../../../src/release/pods/openPods.js";
import {
  type FakeApiServer,
  kubeconfigOf,
  startApiServer,
  statusObject,
} from "../../../support/apiServer.js";
import { pod, READY, waiting } from "../../cluster/liveObjects.js";
import { SINCE } from "./pods.js";

const PODS = "/api/v1/namespaces/shop/pods";
const STABLE = `${PODS}?labelSelector=app%3Dmyapp%2Ctrack%3Dstable`;
const CANARY = `${PODS}?labelSelector=app%3Dmyapp%2Ctrack%3Dcanary`;
const EVENTS =
  "/api/v1/namespaces/shop/events?fieldSelector=involvedObject.kind%3DPod%2CinvolvedObject.name%3Dc";

const side = (name: string): Side => ({ name, version: "v", pods: 1, labels: { app: "myapp", track: name } });
const question = (namespace: string | undefined) => ({
  namespace,
  stable: side("stable"),
  canary: side("canary"),
  since: SINCE,
});
const FORBIDDEN =
  'pods is forbidden: User "ci" cannot list resource "pods" in API group "" in the namespace "secret"';

let server: FakeApiServer;
beforeEach(async () => {
  const pulling = pod("c", waiting("ImagePullBackOff", 'Back-off pulling image "a:v9"'), "a:v9");
  const event = {
    type: "Warning",
    reason: "Failed",
    message: 'Failed to pull image "a:v9": manifest unknown',
  };
  server = await startApiServer({
    [STABLE]: { items: [pod("a", READY), pod("b", READY)] },
    [CANARY]: { items: [pulling] },
    [EVENTS]: { items: [event] },
    "/api/v1/namespaces/secret/pods": statusObject(403, "Forbidden", FORBIDDEN),
    "/api/v1/namespaces/login/pods": statusObject(401, "Unauthorized", "Unauthorized"),
  });
});
afterEach(() => server.close());

const open = () => openCluster({ kubeconfig: server.kubeconfig });

describe("the pods of a release", () => {
  it("are read by their labels, in the namespace or that of the context, by GET alone", async () => {
    for (const namespace of ["shop", undefined]) {
      const reading = await openPods(open).read(question(namespace));
      expect(reading).toEqual({
        stable: expect.objectContaining({ pods: 2, ready: 2, reasons: [] }),
        canary: expect.objectContaining({
          pods: 1,
          ready: 0,
          reasons: ["ErrImagePull a:v9: manifest unknown (pod c)"],
        }),
      });
    }
    const expected = [STABLE, CANARY, EVENTS].map((path) => `GET ${path} Bearer t0ken`);
    expect([...new Set(server.requests)].sort()).toEqual(expected.sort());
  });

  it("are a problem with its remedy where the user may not read them", async () => {
    const problem = async (namespace: string) => (await openPods(open).read(question(namespace))).problem;
    expect(await problem("secret")).toBe(
      `the pods cannot be read: ${FORBIDDEN}; give this user the right to list pods in namespace secret, or set evidence.pods: false`,
    );
    expect(await problem("login")).toBe("the pods cannot be read: Unauthorized; log in to the cluster again");
  });

  it("are a problem where the cluster does not answer, or there is none, and are read once it is there", async () => {
    const gone = openPods(() => openCluster({ kubeconfig: kubeconfigOf("http://127.0.0.1:1") }));
    expect((await gone.read(question("shop"))).problem).toBe(
      "the pods cannot be read: the cluster does not answer: connect ECONNREFUSED 127.0.0.1:1; check the kubeconfig and its context, or set evidence.pods: false",
    );
    const ways: (() => Promise<ClusterReader>)[] = [() => openCluster({}, []), open, open];
    const pods = openPods(() => ways.shift()?.() ?? open());
    expect((await pods.read(question("shop"))).problem).toContain("neither kubectl nor the package");
    expect((await pods.read(question("shop"))).problem).toBeUndefined();
    expect((await pods.read(question("shop"))).problem).toBeUndefined();
    expect(ways).toHaveLength(1);
  });
});
