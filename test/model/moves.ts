import fc from "fast-check";

/** Returns a function that makes edits of a config, one for each value. A failing walk prints them by name and value. */
export function movesOf<Config>() {
  return <T>(values: readonly T[], name: string, change: (config: Config, value: T) => Config) =>
    fc.constantFrom(...values).map((value) => {
      const edit = (config: Config) => change(config, value);
      return Object.assign(edit, { [fc.toStringMethod]: () => `${name} ${value}` });
    });
}
