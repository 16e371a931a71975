const replicas = ;
