import type { Invariant } from '../check.ts';
import { i01 } from './i-01.ts';
import { i03 } from './i-03.ts';
import { i05 } from './i-05.ts';
import { i10 } from './i-10.ts';
import { i15 } from './i-15.ts';
import { i24 } from './i-24.ts';
import { i25 } from './i-25.ts';
import { i30 } from './i-30.ts';

export const invariants: readonly Invariant[] = [i01, i03, i05, i10, i15, i24, i25, i30];
