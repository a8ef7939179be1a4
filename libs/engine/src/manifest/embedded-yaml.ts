import { DEFAULT_LIMITS } from './limits.js';
import { encodeUtf8 } from './utf8.js';
import { AliasBudget } from './yaml-anchors.js';
import { parseYamlText } from './yaml-text.js';

/**
 * The first document of YAML that a field of an object holds, such as `data.mesh` of istiod's ConfigMap. Istio reads it
 * by the same library as Kubernetes its manifests (pkg/config/mesh/mesh.go ApplyMeshConfig, sigs.k8s.io/yaml): YAML 1.1.
 *
 * @returns undefined when the text cannot be read; null when it is empty
 */
export function readEmbeddedYaml(text: string): unknown {
  try {
    const budget = new AliasBudget(DEFAULT_LIMITS.aliasExpansions);
    const { documents, problems } = parseYamlText(encodeUtf8(text), 1, DEFAULT_LIMITS, budget);
    return problems.length > 0 ? undefined : (documents[0]?.value ?? null);
  } catch {
    return undefined;
  }
}
