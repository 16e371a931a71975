import type { Input } from "@pulumi/pulumi";

/** A ConfigMap that belongs to the app. https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigMapArgs {
  /** Texts by key, such as the name of a file. Default none. */
  data?: Input<Record<string, Input<string>>>;
  /** What is no text, by key, in base64. Default none. */
  binaryData?: Input<Record<string, Input<string>>>;
  /**
   * Whether other content is another object, so that a change of content is a rollout, and pods that run keep what they
   * started with. The object is immutable, and kept while a version names it. Default true.
   *
   * False is one object, `<component>-<name>`, for all versions, which running pods see change under them. It changes in
   * place only with `enableConfigMapMutable` on the provider; without it, Pulumi deletes it and makes it anew, and pods
   * that start in between wait. Refused in a version.
   */
  versioned?: boolean;
}

/**
 * A Secret that belongs to the app. Its values are secret in Pulumi's state, whether they were given so or not.
 * https://kubernetes.io/docs/concepts/configuration/secret/
 */
export interface SecretArgs {
  /** Texts by key. Default none. */
  stringData?: Input<Record<string, Input<string>>>;
  /** What is no text, by key, in base64. Default none. */
  data?: Input<Record<string, Input<string>>>;
  /** Type of the Secret, such as `kubernetes.io/dockerconfigjson`. Default `Opaque`. */
  type?: Input<string>;
  /**
   * As with a ConfigMap; false needs `enableSecretMutable` on the provider. No hash of the content is in the name: whoever
   * may see the pods could find a short password by it. Default true.
   */
  versioned?: boolean;
}

/** Configuration that belongs to the app, by the short names that its pod templates have for it. */
export interface ConfigArgs {
  /**
   * ConfigMaps by short name: at most 40 lower-case letters, digits and `-`. Where a pod template names one by it (in a
   * volume, `envFrom` or `env`), the object's real name is put: `<component>-<name>-<hash of the content>-<random digits>`,
   * with the version, if it belongs to one, in the hash's place where only an update knows the content. Names that are none
   * of these stay as they are. Default none.
   */
  configMaps?: Record<string, ConfigMapArgs>;
  /** Secrets by short name, as `configMaps`; also where `imagePullSecrets` names one. Default none. */
  secrets?: Record<string, SecretArgs>;
}
