import * as pulumi from "@pulumi/pulumi";

interface Templated {
  result?: { kind: string }[];
}

const options = { jsonOpts: JSON.stringify({ chart: "nginx" }) };
const templated: Promise<Templated> = pulumi.runtime.invoke("kubernetes:helm:template", options);

export = async () => {
  const [first] = [(await templated).result].flat();
  if (!first?.kind) throw new Error("the chart is empty");
};
