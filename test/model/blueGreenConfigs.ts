import fc from "fast-check";
import { BlueGreenService } from "../../src/index.js";
import { template } from "../support/args.js";
import { readyOf } from "./changes.js";
import { behind } from "./cluster.js";
import { movesOf } from "./moves.js";
import { enoughOf, inWordsOf } from "./podFailures.js";
import { differOnlyIn, NAME, type Strategy } from "./release.js";

/** The config of a blue-green stack. A version is also the tag of its image; `bad` never becomes ready. */
export interface BlueGreenConfig {
  readonly activeColor: string;
  /** The version of each color. */
  readonly colors: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly standbyReplicas?: number;
  readonly previewService: boolean;
  readonly port: number;
  readonly drainSeconds?: number;
  /** Whether a route also sends to the active color, and whether `up` waits until a gateway accepts it. */
  readonly routed?: "plain" | "accepted";
  readonly fastFlip?: boolean;
  readonly verifyReady?: boolean;
  readonly minReady?: number;
  readonly disruptionBudget?: boolean;
}

export const firstBlueGreen: BlueGreenConfig = {
  activeColor: "blue",
  colors: { blue: "v1", green: "v2" },
  replicas: 2,
  previewService: false,
  port: 80,
};

/** The first config of a walk, with each set of options. */
export const firstBlueGreens: fc.Arbitrary<BlueGreenConfig> = fc
  .constantFrom<Partial<BlueGreenConfig>[]>(
    {},
    { minReady: 100 },
    { fastFlip: true, routed: "accepted" },
    { fastFlip: false },
  )
  .map((options) => ({ ...firstBlueGreen, ...options }));

const VERSIONS = ["v1", "v2", "bad"];

export type BlueGreenMove = (config: BlueGreenConfig) => BlueGreenConfig;

const move = movesOf<BlueGreenConfig>();

export const blueGreenMoves: fc.Arbitrary<BlueGreenMove> = fc.oneof(
  { weight: 6, arbitrary: move([1, 2], "flip by", flipped) },
  { weight: 3, arbitrary: move(VERSIONS, "idle version", (config, version) => idleVersion(config, version)) },
  { weight: 2, arbitrary: move(VERSIONS, "idle version, and flip to it:", flippedTo) },
  { weight: 1, arbitrary: move(VERSIONS, "active version", activeVersion) },
  { weight: 2, arbitrary: move([1, 2, 3], "replicas", (config, replicas) => ({ ...config, replicas })) },
  { weight: 2, arbitrary: move([undefined, 0, 1], "standby", withStandby) },
  { weight: 1, arbitrary: move(["v1"], "red", withRed) },
  { weight: 1, arbitrary: move([0, 1], "drop an idle color, or the old one of a flip:", withoutOne) },
  { weight: 1, arbitrary: move([true, false], "preview", withPreview) },
  { weight: 1, arbitrary: move([80, 81], "port", (config, port) => ({ ...config, port })) },
  { weight: 1, arbitrary: move([true, false], "routed", withRoute) },
  { weight: 1, arbitrary: move(["config"], "the same", (config) => config) },
);

function flipped(config: BlueGreenConfig, by: number): BlueGreenConfig {
  return { ...config, activeColor: nextColor(config, by) };
}

function nextColor({ activeColor, colors }: BlueGreenConfig, by = 1): string {
  const names = Object.keys(colors);
  return names[(names.indexOf(activeColor) + by) % names.length];
}

function idleVersion(config: BlueGreenConfig, version: string): BlueGreenConfig {
  return { ...config, colors: { ...config.colors, [nextColor(config)]: version } };
}

function flippedTo(config: BlueGreenConfig, version: string): BlueGreenConfig {
  return flipped(idleVersion(config, version), 1);
}

function activeVersion(config: BlueGreenConfig, version: string): BlueGreenConfig {
  return { ...config, colors: { ...config.colors, [config.activeColor]: version } };
}

function withStandby(config: BlueGreenConfig, standbyReplicas: number | undefined): BlueGreenConfig {
  return { ...config, standbyReplicas };
}

function withPreview(config: BlueGreenConfig, previewService: boolean): BlueGreenConfig {
  return { ...config, previewService };
}

function withRoute({ routed, ...config }: BlueGreenConfig, on: boolean): BlueGreenConfig {
  return on ? { ...config, routed: routed ?? "plain" } : config;
}

function withRed(config: BlueGreenConfig, version: string): BlueGreenConfig {
  return { ...config, colors: { ...config.colors, red: config.colors.red ?? version } };
}

/** Goes from three colors to two: removes an idle one, or the active one in the same update that flips away from it. */
function withoutOne(config: BlueGreenConfig, by: number): BlueGreenConfig {
  if (Object.keys(config.colors).length < 3) return config;
  const activeColor = nextColor(config, by);
  const gone = by === 0 ? nextColor(config) : config.activeColor;
  const { [gone]: _, ...colors } = config.colors;
  return { ...config, activeColor, colors };
}

export const blueGreenStrategy: Strategy<BlueGreenConfig> = {
  program: ({ colors, port, routed, ...rest }) =>
    new BlueGreenService(NAME, {
      ...rest,
      ...(routed && {
        route: {
          kind: "TCPRoute",
          parentRefs: [{ name: "edge" }],
          waitForAccepted: routed === "accepted",
        },
      }),
      colors: Object.fromEntries(
        Object.entries(colors).map(([color, version]) => [color, { version, image: `app:${version}` }]),
      ),
      template: template(),
      service: { ports: [{ port, targetPort: 80 }] },
    }),

  change(before, after) {
    const size = (config: BlueGreenConfig, color: string) =>
      color === config.activeColor ? config.replicas : (config.standbyReplicas ?? config.replicas);
    const same = (color: string) =>
      before.colors[color] === after.colors[color] &&
      size(before, color) === size(after, color) &&
      before.drainSeconds === after.drainSeconds;
    const service = before.activeColor === after.activeColor && before.port === after.port;
    return {
      trafficOnly: differOnlyIn(before, after, [
        "activeColor",
        "replicas",
        "standbyReplicas",
        "previewService",
      ]),
      untouched: [
        ...Object.keys(after.colors)
          .filter(same)
          .map((color) => `Deployment ${NAME}-${color}`),
        ...(service ? [`Service ${NAME}`] : []),
        ...(before.port === after.port
          ? Object.keys(after.colors).map((color) => `Service ${NAME}-${color}`)
          : []),
      ],
    };
  },

  shareAtRest({ activeColor, replicas, routed }) {
    return ({ deployments, services, routes }) => {
      const backends = Object.keys(routes.get(NAME)?.manifest.weights ?? {});
      if (backends.join() !== (routed ? `${NAME}-${activeColor}` : ""))
        return `the route leads to ${backends.join(" and ")}, not to ${activeColor}`;
      const selector = services.get(NAME)?.manifest.selector ?? {};
      const { pods } = behind(selector, deployments.values());
      const active = readyOf(deployments.get(`${NAME}-${activeColor}`));
      if (pods === replicas && active === replicas) return undefined;
      return `${pods} pods behind the Service, ${active} ready ones of ${activeColor}, promised ${replicas}`;
    };
  },

  inWords: ({
    activeColor,
    colors,
    replicas,
    standbyReplicas = replicas,
    previewService,
    port,
    ...options
  }) =>
    `active ${activeColor} of ${Object.entries(colors)
      .map((color) => color.join(" "))
      .join(
        ", ",
      )}; replicas ${replicas}, standby ${standbyReplicas}${previewService ? ", preview" : ""}, port ${port}` +
    `${options.routed ? `, route ${options.routed}` : ""}${options.fastFlip ? ", fast" : ""}` +
    inWordsOf(options),
  enough: ({ replicas, minReady }) => enoughOf(replicas, minReady),
};
