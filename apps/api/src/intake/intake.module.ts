import { Module } from '@nestjs/common';
import { Intake } from './intake.js';

@Module({ providers: [Intake], exports: [Intake] })
export class IntakeModule {}
