// Builds Envoy Gateway from the module proxy; test/cluster/boot/gateway/parts.ts says what of it. The resource definitions
// of the Gateway API come as files of the second module.
module pulumi-kubernetes-traffic/test/cluster/gateway

go 1.26.0

require (
	github.com/envoyproxy/gateway v1.9.1
	sigs.k8s.io/gateway-api v1.6.1
)
