// A program with as many components as settings.json has.
const { library, number } = require("./settings.json");
const { CanaryDeployment } = require(library);

for (let i = 0; i < number; i++) {
  new CanaryDeployment(`app-${i}`, {
    replicas: 10,
    weight: 20,
    tolerance: 5,
    stable: { version: "v1", image: "app:1" },
    canary: { version: "v2", image: "app:2" },
    template: {
      spec: { containers: [{ name: "app", readinessProbe: { httpGet: { path: "/", port: 80 } } }] },
    },
    service: { ports: [{ port: 80 }] },
  });
}
