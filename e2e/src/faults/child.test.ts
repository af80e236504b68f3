import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { testKills } from '../../fixtures/fault-matrix.ts';

failOnLeftProcesses();
testKills('child');
