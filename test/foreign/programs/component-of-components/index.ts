import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

class Tier extends pulumi.ComponentResource {
  readonly service: k8s.core.v1.Service;

  constructor(name: string, port: number, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Tier", name, {}, opts);
    const spec = { selector: { tier: name }, ports: [{ port }] };
    this.service = new k8s.core.v1.Service(name, { metadata: { name }, spec }, { parent: this });
    this.registerOutputs({ service: this.service });
  }
}

class Shop extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:index:Shop", name);
    const front = new Tier("front", 80, { parent: this });
    const back = new Tier("back", 8080, { parent: this, dependsOn: front });
    new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name }, data: { back: back.service.metadata.name } },
      { parent: this },
    );
  }
}

new Shop("shop");
