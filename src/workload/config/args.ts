import type { Input } from "@pulumi/pulumi";

/** A ConfigMap that belongs to the app. https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigMapArgs {
  /** Text values by key, such as a file name. Default: none. */
  data?: Input<Record<string, Input<string>>>;
  /** Binary values by key, in base64. Default: none. */
  binaryData?: Input<Record<string, Input<string>>>;
  /**
   * Whether new content makes a new object, so that a change of content is a rollout, and running pods keep the content that
   * they started with. The object is immutable, and exists as long as a version names it. Default: true.
   *
   * With `false`, all versions share one object, `<component>-<name>`, which changes while pods run. It changes in place only
   * with `enableConfigMapMutable` on the provider. Without that option, Pulumi deletes the object and creates it again, and
   * pods that start in between wait. Refused in a version.
   */
  versioned?: boolean;
}

/**
 * A Secret that belongs to the app. Its values are secret in Pulumi's state, even when they are given as plain text.
 * https://kubernetes.io/docs/concepts/configuration/secret/
 */
export interface SecretArgs {
  /** Text values by key. Default: none. */
  stringData?: Input<Record<string, Input<string>>>;
  /** Binary values by key, in base64. Default: none. */
  data?: Input<Record<string, Input<string>>>;
  /** Type of the Secret, such as `kubernetes.io/dockerconfigjson`. Default: `Opaque`. */
  type?: Input<string>;
  /**
   * As for a ConfigMap; `false` requires `enableSecretMutable` on the provider. The name contains no hash of the content,
   * because everyone who can see the pods could find a short password from it. Default: true.
   */
  versioned?: boolean;
}

/** Configuration that belongs to the app, by the short names that its pod templates use. */
export interface ConfigArgs {
  /**
   * ConfigMaps by short name: at most 40 lowercase letters, digits and `-`. Where a pod template names one in a volume, in
   * `envFrom` or in `env`, the component inserts the real name: `<component>-<name>-<hash of the content>-<random digits>`.
   * Where only an update knows the content of a version's object, the name has the version instead of the hash. Other names
   * stay unchanged. Default: none.
   */
  configMaps?: Record<string, ConfigMapArgs>;
  /** Secrets by short name, like `configMaps`; also where `imagePullSecrets` names one. Default: none. */
  secrets?: Record<string, SecretArgs>;
}
