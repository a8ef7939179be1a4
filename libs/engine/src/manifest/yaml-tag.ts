import { ReadProblem } from './read-problem.js';
import { parseNumber, resolvePlainScalar, type Scalar } from './yaml-scalar.js';

const STANDARD = 'tag:yaml.org,2002:';

/**
 * A scalar with an explicit tag, as go-yaml v2 decodes it: a tag that it does not know leaves the text as it is
 * (goyaml.v2/resolve.go `resolve`).
 */
export function resolveTagged(tag: string, text: string, position: number): Scalar {
  const name = tag.startsWith('!!') ? tag.slice(2) : tag.startsWith(`!<${STANDARD}`) ? tag.slice(20, -1) : '';
  const plain = resolvePlainScalar(text);
  switch (name) {
    case 'bool':
      if (typeof plain === 'boolean') return plain;
      break;
    case 'int':
    case 'float': {
      const number = typeof plain === 'number' ? plain : parseNumber(text);
      if (number !== undefined && (name === 'float' || Number.isInteger(number))) return number;
      break;
    }
    case 'null':
      if (plain === null) return null;
      break;
    case 'binary':
      throw new ReadProblem('SYNTAX', 'The tag !!binary has no place in a manifest; write the base64 text.', position);
    default:
      return text;
  }
  throw new ReadProblem('SYNTAX', `A value is not of the type that its tag !!${name} says.`, position);
}
