import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress, parseBlock } from '../address-block.js';
import { pathTemplateMatcher } from './path-template.js';
import { comparedPath } from './paths.js';
import { globMatcher, headerMatcher, hostMatcher, textMatcher } from './strings.js';

// Each is compared with a slow reference that follows the words of Istio's and Envoy's documentation.
const runs = { numRuns: 800, seed: 11 };
const few = (characters: string, maxLength = 8) => fc.string({ unit: fc.constantFrom(...characters), maxLength });

describe('strings', () => {
  /** `*` any that is not empty; `x*` begins, `*x` ends, else equal; the leading star is looked at first. */
  const reference = (value: string, text: string): boolean => {
    if (value === '*') return text.length > 0;
    const wanted = [...value];
    const given = [...text];
    if (wanted[0] === '*') {
      wanted.shift();
      return wanted.length <= given.length && wanted.every((c, i) => given[given.length - wanted.length + i] === c);
    }
    if (wanted.at(-1) === '*') {
      wanted.pop();
      return wanted.length <= given.length && wanted.every((c, i) => given[i] === c);
    }
    return wanted.length === given.length && wanted.every((c, i) => given[i] === c);
  };

  it('of policies match exactly, by beginning, by end or by presence', () => {
    fc.assert(
      fc.property(few('ab*'), few('ab*'), (value, text) => {
        expect(textMatcher(value)(text)).toBe(reference(value, text));
        expect(headerMatcher(value)(text)).toBe(value === '*' || reference(value, text));
      }),
      runs,
    );
  });

  it('of hosts do so in any case', () => {
    fc.assert(
      fc.property(few('aAbB.:*'), few('aAbB.:'), (value, text) => {
        const expected = value === '*' || reference(value.toLowerCase(), text.toLowerCase());
        expect(hostMatcher(value)(text)).toBe(expected);
      }),
      runs,
    );
  });

  it('with stars anywhere match any run of characters for each', () => {
    const glob = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      if (pattern.startsWith('*')) {
        return Array.from({ length: text.length + 1 }, (_, skip) => text.slice(skip)).some((rest) =>
          glob(pattern.slice(1), rest),
        );
      }
      return text.startsWith(pattern.charAt(0)) && glob(pattern.slice(1), text.slice(1));
    };
    fc.assert(
      fc.property(few('ab*', 6), few('ab', 8), (pattern, text) => {
        expect(globMatcher(pattern)(text)).toBe(glob(pattern, text));
      }),
      runs,
    );
  });
});

describe('address blocks', () => {
  const v4 = fc.ipV4();
  const v6 = fc.ipV6();
  const bitsOf = (address: string): string => {
    if (!address.includes(':'))
      return address
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('');
    const dotted = /(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
    const hex = (a = '', b = '') => (Number(a) * 256 + Number(b)).toString(16);
    const full = dotted === null ? address : `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}`;
    const [head = '', tail] = full.split('::');
    const groups = (text: string) => (text === '' ? [] : text.split(':'));
    const missing = 8 - groups(head).length - groups(tail ?? '').length;
    const all =
      tail === undefined ? groups(head) : [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
    return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
  };
  const contains = (network: string, length: number, address: string): boolean =>
    network.includes(':') === address.includes(':') &&
    bitsOf(network).slice(0, length) === bitsOf(address).slice(0, length);

  it.each([
    ['IPv4', v4, 32],
    ['IPv6', v6, 128],
  ] as const)('of %s hold the addresses that share their first bits', (_family, addresses, most) => {
    const near = fc
      .tuple(addresses, fc.nat(most))
      .chain(([network, length]) =>
        fc.tuple(fc.constant(network), fc.constant(length), fc.oneof(addresses, fc.constant(network))),
      );
    fc.assert(
      fc.property(near, ([network, length, address]) => {
        expect(parseBlock(`${network}/${length}`)?.contains(parseAddress(address))).toBe(
          contains(network, length, address),
        );
        expect(parseBlock(network)?.contains(parseAddress(address))).toBe(contains(network, most, address));
      }),
      runs,
    );
  });

  it('of one family never hold an address of the other, mapped or not', () => {
    fc.assert(
      fc.property(v4, fc.nat(128), (address, length) => {
        expect(parseBlock('0.0.0.0/0')?.contains(parseAddress(`::ffff:${address}`))).toBe(false);
        expect(parseBlock(`::ffff:${address}/${length}`)?.contains(parseAddress(address))).toBe(false);
      }),
      { ...runs, numRuns: 200 },
    );
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0',
    '010.0.0.1',
    '::/129',
    '10.0.0.1/',
    'fe80::1%eth0/64',
    '',
    '/8',
    '1.2.3.4.5',
  ])('%j is none', (text) => {
    expect(parseBlock(text)).toBeNull();
  });
});

describe('path templates', () => {
  const segment = fc.constantFrom('a', 'b', '{*}', '');
  const template = fc
    .tuple(
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.option(fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 })),
    )
    .map(([head, tail]) => `/${[...head, ...(tail === null ? [] : ['{**}', ...tail])].join('/')}`);
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c', '', '[x]', 'a%2F'), { minLength: 1, maxLength: 6 })
    .map((parts) => `/${parts.join('/')}`);
  const PLAIN = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]*$/;

  /** Segment by segment; `{**}` takes any number of characters, slashes included. */
  const matches = (wanted: readonly string[], given: string): boolean => {
    const [first, ...rest] = wanted;
    if (first === undefined) return given === '';
    if (!given.startsWith('/')) return false;
    const text = given.slice(1);
    if (first === '{**}') {
      return Array.from({ length: text.length + 1 }, (_, end) => end).some(
        (end) => [...text.slice(0, end)].every((c) => c === '/' || PLAIN.test(c)) && matches(rest, text.slice(end)),
      );
    }
    const end = text.includes('/') ? text.indexOf('/') : text.length;
    const own = text.slice(0, end);
    const holds = first === '{*}' ? own !== '' && PLAIN.test(own) : own === first;
    return holds && matches(rest, text.slice(end));
  };

  it('match segment by segment', () => {
    fc.assert(
      fc.property(template, path, (written, given) => {
        expect(pathTemplateMatcher(written)(given)).toBe(matches(written.slice(1).split('/'), given));
      }),
      runs,
    );
  });
});

describe('path normalisation', () => {
  const piece = fc.constantFrom(
    'a',
    '..',
    '.',
    '',
    '%2e',
    '%2E%2e',
    '%2f',
    '%5C',
    '%41',
    '%20',
    'x;v=1',
    '\\',
    '%252f',
    'b',
  );
  const path = fc
    .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '?q=/../x', '#f'))
    .map(([parts, end]) => `/${parts.join('/')}${end}`);
  const modes = fc.constantFrom('NONE', 'BASE', 'DEFAULT', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES');

  const reference = (written: string, mode: string): string => {
    let text = written.split('#')[0]?.split('?')[0] ?? '';
    if (mode === 'NONE') return text;
    if (mode === 'DECODE_AND_MERGE_SLASHES')
      text = text
        .split(/%2[fF]/)
        .join('/')
        .split(/%5[cC]/)
        .join('/');
    text = text.split('\\').join('/');
    for (let code = 33; code < 127; code += 1) {
      const character = String.fromCharCode(code);
      if (!/[A-Za-z0-9\-._~]/.test(character)) continue;
      for (const hex of [code.toString(16), code.toString(16).toUpperCase()])
        text = text.split(`%${hex}`).join(character);
      text = text.split(`%${code.toString(16).charAt(0)}${code.toString(16).charAt(1).toUpperCase()}`).join(character);
    }
    const out: string[] = [];
    const parts = text.split('/').slice(1);
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      if (part === '..') out.pop();
      if (part !== '.' && part !== '..') out.push(part);
      else if (isLast) out.push('');
    }
    text = `/${out.join('/')}`;
    if (!mode.endsWith('MERGE_SLASHES') || !text.includes('//')) return text;
    const isDirectory = text.endsWith('/');
    const kept = text.split('/').filter((part) => part !== '');
    return `/${kept.join('/')}${isDirectory ? '/' : ''}`;
  };

  it('does what each mode says, and nothing the second time', () => {
    fc.assert(
      fc.property(path, modes, (written, mode) => {
        const compared = comparedPath(written, mode) ?? '';
        expect([written, mode, compared]).toEqual([written, mode, reference(written, mode)]);
        if (mode !== 'NONE' && !compared.includes('//')) expect(comparedPath(compared, mode)).toBe(compared);
      }),
      runs,
    );
  });

  it('refuses %00 in every mode but NONE', () => {
    fc.assert(
      fc.property(path, modes, (written, mode) => {
        expect(comparedPath(`/%00${written}`, mode) === null).toBe(mode !== 'NONE');
      }),
      { ...runs, numRuns: 200 },
    );
  });
});
