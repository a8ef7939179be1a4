import { defineCheck } from '../define-check.js';
import { harmOfDeadMatch } from '../rule-values.js';
import { nameOf } from '../say.js';

export const sniWithoutTls = defineCheck({
  id: 'sni-without-tls',
  severity: 'error',
  title: 'A condition on the server name of a TLS handshake where there is none',
  why: '`connection.sni` is read from the TLS handshake of the application. On a port with plain HTTP there is none: ztunnel has taken the mutual TLS of the mesh off before. Values never match, and `notValues` always hold.',
  fix: 'Use `hosts` for HTTP ports.',
  source: 'istio pilot/pkg/security/authz/model/generator.go connSNIGenerator; confirmed by running (semantics 14.23)',

  run({ index }, report) {
    for (const { policy, field } of index.fieldsNamed('when.connection.sni')) {
      const verdicts = index.verdictsOf(policy, 'WAYPOINT');
      const services = verdicts.flatMap(({ targets }) => targets).flatMap((target) => index.servicesOf(target));
      const ports = services.flatMap((service) => service.ports).filter(({ protocol }) => protocol !== 'UDP');
      if (ports.length === 0 || ports.some(({ protocol }) => protocol !== 'HTTP')) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} compares the server name of TLS, but the ports there are plain HTTP: it ${harmOfDeadMatch({ policy, field })}`,
        affected: services,
        evidence: verdicts[0]?.evidence ?? [],
        cause: field.negative ? 'notValues' : 'values',
      });
    }
  },
});
