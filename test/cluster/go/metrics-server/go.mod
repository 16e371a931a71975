// Builds metrics-server from the module proxy; test/cluster/boot/metricsServer.ts starts it.
module pulumi-kubernetes-traffic/test/cluster/metrics-server

go 1.26.4

require sigs.k8s.io/metrics-server v0.9.0

// The libraries of the Kubernetes that the test builds.
replace (
	k8s.io/api => k8s.io/api v0.36.3
	k8s.io/apimachinery => k8s.io/apimachinery v0.36.3
	k8s.io/apiserver => k8s.io/apiserver v0.36.3
	k8s.io/client-go => k8s.io/client-go v0.36.3
	k8s.io/component-base => k8s.io/component-base v0.36.3
	k8s.io/metrics => k8s.io/metrics v0.36.3
)
