module pulumi-kubernetes-traffic/test/cluster

go 1.25
