import { Module } from '@nestjs/common';
import { PoliciesResolver } from './policies.resolver.js';
import { PolicyManifestsResolver } from './policy-manifests.resolver.js';
import { VerdictsResolver } from './verdicts.resolver.js';

@Module({ providers: [PoliciesResolver, PolicyManifestsResolver, VerdictsResolver] })
export class PoliciesModule {}
