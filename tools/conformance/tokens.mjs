import { createPublicKey, verify } from 'node:crypto';

/** Anything in a request that looks like a token: three parts of base64url. */
const TOKEN = /[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;
const ALGORITHMS = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

/** The tokens of a request, decoded, and verified by the keys inlined in the scenario's RequestAuthentications. */
export function tokensOf({ path, headers }, objects) {
  const texts = new Set([path, ...Object.values(headers ?? {})].flatMap((text) => text.match(TOKEN) ?? []));
  return [...texts].flatMap((text) => {
    const claims = decoded(text.split('.')[1]);
    return claims === null ? [] : [{ text, claims, valid: isValid(text, claims, objects) }];
  });
}

function isValid(text, { iss, exp, nbf }, objects) {
  const now = Date.now() / 1000;
  if ((exp !== undefined && exp < now) || (nbf !== undefined && nbf > now)) return false;
  return objects
    .filter(({ kind }) => kind === 'RequestAuthentication')
    .flatMap(({ spec }) => spec?.jwtRules ?? [])
    .filter(({ issuer, jwks }) => issuer === iss && jwks !== undefined)
    .some(({ jwks }) => isSigned(text, JSON.parse(jwks).keys));
}

function isSigned(text, keys) {
  const [header, payload, signature] = text.split('.');
  const { alg, kid } = decoded(header) ?? {};
  const algorithm = ALGORITHMS[alg];
  if (algorithm === undefined) return false;
  return keys
    .filter((key) => kid === undefined || key.kid === undefined || key.kid === kid)
    .some((key) =>
      verify(
        algorithm,
        Buffer.from(`${header}.${payload}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      ),
    );
}

function decoded(part) {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
