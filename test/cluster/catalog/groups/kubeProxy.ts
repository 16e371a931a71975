import { changes, type Group, ownOf } from "../entry.js";

export const kubeProxy: Group = {
  name: "kube-proxy",
  title: "kube-proxy itself",
  entries: [
    changes(
      {
        name: "switch",
        shows: "KubeProxyConfig changes kube-proxy under load",
        ...{ minutes: 1.5, ipvs: "first" },
      },
      async (place) => {
        const { proxy, mode } = ownOf(place);
        return (await import("../../scenarios/switches.js")).switches(proxy, mode);
      },
    ),
    {
      name: "spread",
      shows: "how each scheduler of ipvs spreads connections, one after the other and held",
      ...{ minutes: 4, needs: { modes: "ipvs" }, ipvs: "first" },
      run: async (place) => {
        const { spread } = await import("../../scenarios/spread.js");
        const { proxy, firstClients } = ownOf(place);
        place.findings.spreads.push(...(await spread(place.bench, proxy, firstClients)));
      },
    },
  ],
};
