package lambda.tests.simulation.pipeline;

/// A mistake in the protocol that the simulation must find.
public enum PlantedBug {
  NONE,
  OFFSETS_WITHOUT_FENCING,
  OBJECTS_OVERWRITTEN,
  LAST_RECORD_INSTEAD_OF_POSITION,
  BOUNDARIES_DECIDED_TWICE,
  SEALED_WITHOUT_RECONCILIATION,
  PROJECTION_WITHOUT_VERSION,
  LISTED_OBJECTS_TAKEN_FOR_ORPHANS
}
