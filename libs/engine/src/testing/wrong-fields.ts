import { validate } from '../validity/validate.js';
import { manifestsFromYaml } from './from-yaml.js';

/** The fields of an object that are said to be wrong; none of an object that a cluster takes. */
export function wrongFields(apiVersion: string, kind: string, spec: string): (string | null)[] {
  const yaml = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nspec: ${spec}\n`;
  return validate(manifestsFromYaml(yaml)).skipped.map(({ field }) => field ?? null);
}
