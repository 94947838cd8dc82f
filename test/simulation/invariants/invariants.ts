import type { Invariant } from '../invariant.ts';
import { i01 } from './i-01.ts';
import { i02 } from './i-02.ts';
import { i03 } from './i-03.ts';
import { i04 } from './i-04.ts';
import { i05 } from './i-05.ts';
import { i06 } from './i-06.ts';
import { i07 } from './i-07.ts';
import { i08 } from './i-08.ts';
import { i09 } from './i-09.ts';
import { i10 } from './i-10.ts';
import { i11 } from './i-11.ts';
import { i12 } from './i-12.ts';
import { i13 } from './i-13.ts';
import { i14 } from './i-14.ts';
import { i15 } from './i-15.ts';
import { i16 } from './i-16.ts';
import { i17 } from './i-17.ts';
import { i18 } from './i-18.ts';
import { i19 } from './i-19.ts';
import { i20 } from './i-20.ts';
import { i21 } from './i-21.ts';
import { i23 } from './i-23.ts';
import { i24 } from './i-24.ts';
import { i25 } from './i-25.ts';
import { i26 } from './i-26.ts';
import { i27 } from './i-27.ts';
import { i28 } from './i-28.ts';
import { i29 } from './i-29.ts';
import { i30 } from './i-30.ts';
import { i31 } from './i-31.ts';
import { i32 } from './i-32.ts';
import { i33 } from './i-33.ts';
import { i35 } from './i-35.ts';

/** I-22 is judged by converge.ts, I-21 by event-orders.test.ts, too, I-34 by play.ts. */
export const invariants: readonly Invariant[] = [
  i01,
  i02,
  i03,
  i04,
  i05,
  i06,
  i07,
  i08,
  i09,
  i10,
  i11,
  i12,
  i13,
  i14,
  i15,
  i16,
  i17,
  i18,
  i19,
  i20,
  i21,
  i23,
  i24,
  i25,
  i26,
  i27,
  i28,
  i29,
  i30,
  i31,
  i32,
  i33,
  i35,
];
