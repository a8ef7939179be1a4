import { describe, expect, it } from '@jest/globals';
import { jsonReport } from './json-report.js';
import { finding, sampleAnalysis } from './testing/sample-analysis.js';

const written = (analysis: ReturnType<typeof sampleAnalysis>) => [...jsonReport(analysis)].join('');

describe('the JSON report', () => {
  it('reads back as the analysis itself', () => {
    const analysis = sampleAnalysis({
      findings: [finding, { ...finding, fingerprint: 'f2', message: 'a "quoted"\nline' }],
    });
    expect(JSON.parse(written(analysis))).toEqual(analysis);
    const suppressed = { ...finding, suppression: { reason: 'Accepted.', field: 'metadata', file: 'a.yaml', line: 3 } };
    const ignoring = sampleAnalysis({ findings: [], suppressedFindings: [suppressed] });
    expect(JSON.parse(written(ignoring))).toEqual(ignoring);
    expect(JSON.parse(written(sampleAnalysis({ verdicts: [], findings: [] })))).toEqual(
      sampleAnalysis({ verdicts: [], findings: [] }),
    );
  });

  it('gives each finding one line', () => {
    const lines = written(sampleAnalysis()).split('\n');
    expect(lines.filter((line) => line.includes('"fingerprint"'))).toEqual([`  ${JSON.stringify(finding)}`]);
    expect(lines.at(-1)).toBe('');
  });
});
