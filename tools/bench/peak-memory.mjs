// Loaded before a program: writes the peak of its memory, in bytes, when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.WAYMARK_PEAK_FILE, String(process.resourceUsage().maxRSS * 1024)));
